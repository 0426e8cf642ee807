namespace Impasto.Cli.Queue;

/// <summary>Reports during a run that its state can't be saved.</summary>
/// <param name="report">Receives the reason, as a clause, at every such step.</param>
internal sealed class CheckpointWatch(Action<string> report) : IProgress<StylizeProgress>
{
    public void Report(StylizeProgress value)
    {
        if (value.CheckpointProblem is { } problem)
            report(problem.TrimEnd('.'));
    }
}
