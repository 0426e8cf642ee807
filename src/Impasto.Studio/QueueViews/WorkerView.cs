using Impasto.Studio.Views;
using Impasto.Studio.Workers;

namespace Impasto.Studio.QueueViews;

/// <summary>A program that does runs.</summary>
/// <param name="Name">Its machine and its process number.</param>
/// <param name="Version">Its version.</param>
/// <param name="Device">The device that it paints on: cpu, cuda:0, mps.</param>
/// <param name="RunsAtOnce">Runs that it works on at the same time.</param>
/// <param name="Running">Runs that it works on now.</param>
/// <param name="StepsPerSecond">Steps a second of all its runs, lately.</param>
/// <param name="Started">When it started, by its machine's clock.</param>
/// <param name="SecondsSilent">Seconds since its latest sign of life.</param>
/// <param name="IsAlive">True if it gave a sign of life lately.</param>
internal sealed record WorkerView(
    string Name,
    string Version,
    string Device,
    int RunsAtOnce,
    int Running,
    double StepsPerSecond,
    DateTimeOffset Started,
    double SecondsSilent,
    bool IsAlive)
{
    public static WorkerView Of(KnownWorker worker, int running) => new(
        worker.Name,
        worker.Version,
        worker.Device,
        worker.RunsAtOnce,
        running,
        Math.Round(worker.StepsPerSecond, 2),
        StudioJson.Time(worker.Started),
        worker.Silent / 1000.0,
        worker.IsAlive);
}
