using System.Diagnostics;

namespace Impasto.Bench;

/// <summary>
/// A point in time on the wall and in the process's use of processors, or the time between two, in seconds.
/// </summary>
internal readonly record struct Moment(double Wall, double Processor)
{
    public static Moment Now() => new(
        Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, Environment.CpuUsage.TotalTime.TotalSeconds);

    public static Moment operator -(Moment later, Moment earlier) =>
        new(later.Wall - earlier.Wall, later.Processor - earlier.Processor);
}
