namespace Impasto.Training;

/// <summary>A training to run: its options and its files.</summary>
public sealed record DistillTask
{
    /// <summary>How to train.</summary>
    public required DistillOptions Options { get; init; }

    /// <summary>The network's file, .safetensors; replaced if it exists.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// The training's state. If the file exists, the training continues from it with exactly the steps that an
    /// uninterrupted one takes; it is written every <see cref="DistillOptions.CheckpointEvery"/> steps and at the end.
    /// </summary>
    public required string Checkpoint { get; init; }

    /// <summary>
    /// Receives a sentence before the first step if pictures can't be used. Default null: nobody does.
    /// </summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>The clock for <see cref="DistillProgress.Elapsed"/>. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
