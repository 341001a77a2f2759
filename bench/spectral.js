/**
 * The Gram matrix, from which statistics of the singular values begin: the kernel of this project
 * against ml-matrix and onnxruntime's MatMul, one thread each, and its share of the whole.
 */
import { Matrix } from 'ml-matrix';
import { gramMatrix, singularValues } from '../dist/capacity/gram-matrix.js';
