namespace Impasto.Cli.Reporting;

/// <summary>A report that needs the picture of some steps.</summary>
internal interface IPictureReport : IProgress<StylizeProgress>
{
    /// <summary>Whether it needs the picture of a step.</summary>
    bool WantsPicture(StylizeProgress step);
}
