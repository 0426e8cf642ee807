namespace Impasto.Cli.Reporting;

/// <summary>Shows the steps of a run.</summary>
internal interface IStepDisplay : IProgress<StylizeProgress>
{
    /// <summary>Makes room for other text; the next step is shown after it.</summary>
    void Clear();
}
