namespace Impasto.Studio.Workers;

/// <summary>A program that does runs, as it reported itself.</summary>
/// <param name="Name">Its name: the machine and the process number.</param>
/// <param name="Version">Its version.</param>
/// <param name="Device">The device that it paints on.</param>
/// <param name="RunsAtOnce">Runs that it works on at the same time.</param>
/// <param name="StepsPerSecond">Steps a second of all its runs between its latest two signs of life.</param>
/// <param name="Heartbeat">Milliseconds from one sign of life to the next.</param>
/// <param name="Started">When it started, in milliseconds since 1970.</param>
internal sealed record KnownWorker(
    string Name,
    string Version,
    string Device,
    int RunsAtOnce,
    double StepsPerSecond,
    long Heartbeat,
    long Started)
{
    // As many as SignsOfLife takes for a worker's death.
    private const int Misses = 3;

    /// <summary>Milliseconds since its latest sign of life.</summary>
    public long Silent { get; init; }

    /// <summary>True if it gave a sign of life lately.</summary>
    public bool IsAlive => Silent <= (Misses + 1) * Heartbeat;
}
