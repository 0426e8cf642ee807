namespace Impasto.Studio.Plans;

/// <summary>What a run would take.</summary>
/// <param name="Size">The value of the option size.</param>
/// <param name="Width">Columns of the result.</param>
/// <param name="Height">Rows of the result.</param>
internal sealed record PlanView(string Size, int Width, int Height)
{
    /// <summary>Bytes of memory at most; null if it can't be done here, or if other machines do it.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Bytes of temporary files; null as the memory is.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Seconds, about; null if nothing is known about it.</summary>
    public double? Seconds { get; init; }

    /// <summary>Frames of the clip that is painted; null for a photograph.</summary>
    public int? Frames { get; init; }

    /// <summary>
    /// Seconds of a clip's frame after the first, about; null for a photograph, or if nothing is known about it.
    /// </summary>
    public double? FrameSeconds { get; init; }

    /// <summary>Why it can't be done, one sentence; empty if it can.</summary>
    public string Problem { get; init; } = "";
}
