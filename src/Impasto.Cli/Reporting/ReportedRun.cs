using Impasto.Imaging;

namespace Impasto.Cli.Reporting;

/// <summary>What reports need of a run.</summary>
/// <param name="Size">Columns and rows of the result.</param>
/// <param name="Steps">Steps of the whole run.</param>
internal sealed record ReportedRun(PictureSize Size, int Steps)
{
    /// <summary>The step after which the run continues; 0 from the beginning.</summary>
    public int After { get; init; }

    /// <summary>True if files may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>True if the run can continue later, and needs the frames of its video then.</summary>
    public bool MayContinue { get; init; }
}
