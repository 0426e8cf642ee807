using Impasto.Imaging;

namespace Impasto.Training;

/// <summary>A style to learn: its painting, options and files.</summary>
public sealed record LearnTask
{
    /// <summary>How to learn.</summary>
    public required LearnOptions Options { get; init; }

    /// <summary>The painting.</summary>
    public required Picture Painting { get; init; }

    /// <summary>The painting's file name, for the style's record.</summary>
    public required string PaintingName { get; init; }

    /// <summary>
    /// The decoder to begin with: a file of a decoder's training, or another style. Default null: the program's own.
    /// </summary>
    public string? Decoder { get; init; }

    /// <summary>The style's file; replaced if it exists, and written at the end only.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// The training's state. If the file exists, the training continues from it with exactly the steps that an
    /// uninterrupted one takes; it is written with every measurement and at the end.
    /// </summary>
    public required string Checkpoint { get; init; }

    /// <summary>
    /// Receives a sentence before the first step if photographs can't be used. Default null: nobody does.
    /// </summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>The clock that measures the minutes. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
