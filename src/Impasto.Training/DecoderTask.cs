namespace Impasto.Training;

/// <summary>A decoder's training to run: its options and its files.</summary>
public sealed record DecoderTask
{
    /// <summary>How to train.</summary>
    public required DecoderOptions Options { get; init; }

    /// <summary>
    /// The decoder to begin with: a file of a decoder's training, a learned style, or "glance" for the one in the
    /// library; its widths are kept. Default null: random weights.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>The decoder's file, .safetensors; replaced if it exists.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// The training's state. If the file exists, the training continues from it with exactly the steps that an
    /// uninterrupted one takes; it is written every <see cref="DecoderOptions.CheckpointEvery"/> steps and at the end.
    /// </summary>
    public required string Checkpoint { get; init; }

    /// <summary>
    /// A picture, written with every checkpoint: photographs, styles, results and restored styles of the held-out
    /// pairs, a row each. Default null: none.
    /// </summary>
    public string? Samples { get; init; }

    /// <summary>
    /// Receives a sentence before the first step if pictures can't be used. Default null: nobody does.
    /// </summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>The clock for <see cref="DecoderProgress.Elapsed"/>. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
