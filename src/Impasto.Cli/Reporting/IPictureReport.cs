namespace Impasto.Cli.Reporting;

/// <summary>A report that needs the picture of some steps.</summary>
internal interface IPictureReport : IProgress<StylizeProgress>
{
    /// <summary>True if the report needs the picture of this step.</summary>
    bool WantsPicture(StylizeProgress step);
}
