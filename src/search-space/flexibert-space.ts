/**
 * The FlexiBERT search space of Serianni and Kalita (ACL 2023, table 1), in the form of their
 * `search_space.json`: the choices of each key, and the parameters of each operation.
 */
export const FLEXIBERT_SPACE = {
  hidden_size: [128, 256],
  num_encoder_layers: [2, 4],
  encoder_layer: {
    operation_type: ['SA', 'LT', 'DSC'],
    num_operation_heads: [2, 4],
    feed_forward_dimension: [512, 1024],
    num_feed_forward: [1, 3],
    SA: ['SDP', 'WMA'],
    LT: ['DFT', 'DCT'],
    DSC: [5, 9],
  },
} as const;
