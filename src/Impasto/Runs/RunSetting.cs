using Impasto.Engines;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Threads;

namespace Impasto.Runs;

/// <summary>The engine, the network and the clock of a run.</summary>
/// <param name="Engine">Runs the network.</param>
/// <param name="Network">The network.</param>
/// <param name="Clock">Gives the time.</param>
internal sealed record RunSetting(IEngine Engine, Network Network, TimeProvider Clock)
{
    /// <summary>How the engine runs the network.</summary>
    public EngineSettings Settings { get; init; } = new();

    /// <summary>
    /// Measures styles, with the network's own padding, if the picture's edges see each other; null for the same
    /// engine.
    /// </summary>
    public IEngine? StyleEngine { get; init; }

    /// <summary>Stores measured styles; null measures them each time.</summary>
    public StyleCache? Cache { get; init; }

    /// <summary>The engine's threads, for work between its passes; null if it has none of its own.</summary>
    public WorkerTeam? Team => (Engine as ITeamEngine)?.Team;
}
