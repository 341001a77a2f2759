import { describe, expect, test } from 'vitest';
import { ProtobufMessage } from '../../src/onnx/protobuf-message.ts';

const bytesOf = (message: ProtobufMessage): string => Buffer.from(message.finish()).toString('hex');

describe('ProtobufMessage', () => {
  test.each([
    [0, '0800'],
    [127, '087f'],
    [128, '088001'],
    [300, '08ac02'],
    [2 ** 31, '088080808008'],
    [2 ** 53 - 1, '08ffffffffffffff0f'],
    [-1, '08ffffffffffffffffff01'],
    [-(2 ** 40), '088080808080e0ffffff01'],
  ])('writes the whole number %d in groups of seven bits', (value, hex) => {
    expect(bytesOf(new ProtobufMessage().integer(1, value))).toBe(hex);
  });

  test('writes the number of a field above 15 in two bytes', () => {
    expect(bytesOf(new ProtobufMessage().integer(20, 7))).toBe('a00107');
  });

  test('counts bytes of a text, not characters', () => {
    expect(bytesOf(new ProtobufMessage().text(2, 'ß'))).toBe('1202c39f');
  });

  test('writes a single-precision number in four bytes, the lowest first', () => {
    expect(bytesOf(new ProtobufMessage().single(2, 1.5))).toBe('150000c03f');
  });

  test('keeps the order where bytes by reference stand between fields, also inside another', () => {
    const inner = new ProtobufMessage()
      .integer(1, 1)
      .deferred(9, 2, () => Uint8Array.of(5, 6))
      .integer(2, 2);
    const outer = new ProtobufMessage().text(1, 'a').message(3, inner).integer(4, 4);
    expect(bytesOf(outer)).toBe('0a0161' + '1a08' + '0801' + '4a020506' + '1002' + '2004');
    expect(outer.length).toBe(15);
  });

  test('makes deferred bytes when it is written, and as many as were announced', () => {
    let made = 0;
    const make = (): Uint8Array => {
      made += 1;
      return Uint8Array.of(5, 6);
    };
    const inner = new ProtobufMessage().integer(1, 1).deferred(9, 2, make).integer(2, 2);
    const outer = new ProtobufMessage().message(3, inner);
    expect(outer.length).toBe(10);
    expect(made).toBe(0);
    expect(bytesOf(outer)).toBe('1a08' + '0801' + '4a020506' + '1002');
    expect(Buffer.concat([...outer.pieces()]).toString('hex')).toBe(bytesOf(outer));
    expect(made).toBe(3);
    const wrong = new ProtobufMessage().deferred(9, 3, make);
    expect(() => wrong.finish()).toThrow('2 bytes were made where 3 were announced');
  });
});
