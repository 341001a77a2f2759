/** Encoders of up to three layers: 2 x (8 + 64 + 512) candidates. */
export const SMALL_SPACE = {
  base: { vocab_size: 500 },
  choices: { hidden_size: [64, 128] },
  layers: {
    number: [1, 2, 3],
    list: 'nas_config.encoder_layers',
    choices: {
      num_operation_heads: [2, 4],
      feed_forward_dimension: [100, 256],
      num_feed_forward: [1],
    },
    together: [
      [
        { operation_type: 'SA', operation_parameter: 'SDP' },
        { operation_type: 'DSC', operation_parameter: 5 },
      ],
    ],
  },
};
