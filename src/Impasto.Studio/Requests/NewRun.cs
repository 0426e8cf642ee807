using Impasto.Studio.Batches;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Requests;

/// <summary>A request for a run, with its pictures.</summary>
/// <param name="Content">The photograph.</param>
/// <param name="Styles">The paintings.</param>
/// <param name="Regions">The masks.</param>
/// <param name="Recipe">What the run is to do.</param>
internal sealed record NewRun(
    NamedBytes Content, IReadOnlyList<NamedBytes> Styles, IReadOnlyList<NamedBytes> Regions, RunRecipe Recipe)
{
    /// <summary>The picture to start from; null to start as the options say.</summary>
    public byte[]? Start { get; init; }

    /// <summary>
    /// The picture at the checkpoint that it starts from: its command line has no checkpoint and starts from the
    /// picture. Null for none.
    /// </summary>
    public byte[]? SoFar { get; init; }

    /// <summary>The run whose checkpoint it starts from; null for none.</summary>
    public Guid? Resumes { get; init; }

    /// <summary>The run that it continues or repeats; null for none.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The batch that it belongs to; null for none.</summary>
    public RunBatch? Batch { get; init; }

    /// <summary>Where a message goes when it is over; empty (the default) for nowhere.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>What makes it the same as an earlier request; null for none.</summary>
    public RunKey? Key { get; init; }

    /// <summary>The files of photograph, paintings and masks.</summary>
    public IEnumerable<byte[]> Pictures =>
        [Content.Bytes, .. Styles.Select(style => style.Bytes), .. Regions.Select(region => region.Bytes)];

    /// <summary>Bytes of all its pictures.</summary>
    public long Bytes => Content.Bytes.Length + Styles.Sum(style => (long)style.Bytes.Length)
        + Regions.Sum(region => (long)region.Bytes.Length) + (Start?.Length ?? 0)
        + (SoFar?.Length ?? 0);
}
