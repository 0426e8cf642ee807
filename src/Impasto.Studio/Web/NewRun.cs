using Impasto.Studio.Runs;

namespace Impasto.Studio.Web;

/// <summary>A run that somebody asks for, with its pictures.</summary>
internal sealed record NewRun(NamedBytes Content, IReadOnlyList<NamedBytes> Styles, IReadOnlyList<NamedBytes> Regions, RunRecipe Recipe)
{
    /// <summary>The picture to start from; null for what the options say.</summary>
    public byte[]? Start { get; init; }

    /// <summary>The run whose state it begins with; null for none.</summary>
    public Guid? Resumes { get; init; }

    /// <summary>The run that it goes on from or repeats.</summary>
    public Guid? Parent { get; init; }

    /// <summary>Bytes of everything.</summary>
    public long Bytes => Content.Bytes.Length + Styles.Sum(style => (long)style.Bytes.Length)
        + Regions.Sum(region => (long)region.Bytes.Length) + (Start?.Length ?? 0);
}
