using Impasto.Threads;

namespace Impasto.Engines;

/// <summary>
/// An engine that lends its threads for work between its passes, so that no others are started beside them.
/// </summary>
public interface ITeamEngine : IEngine
{
    /// <summary>The engine's threads.</summary>
    WorkerTeam Team { get; }
}
