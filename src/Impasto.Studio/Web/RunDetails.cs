using Impasto.Studio.Runs;

namespace Impasto.Studio.Web;

/// <summary>Everything about a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Ahead">How many wait before it.</param>
/// <param name="Curve">Steps and losses, in pairs, thinned out.</param>
/// <param name="History">What happened to it, in order.</param>
/// <param name="Command">The command line that makes the same picture.</param>
internal sealed record RunDetails(RunView Run, long Ahead, double[][] Curve, IReadOnlyList<RunEvent> History, string Command);
