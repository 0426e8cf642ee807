using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Impasto.Bench.Engines;

/// <summary>Times of the same thing, in milliseconds: by the clock, and of the process on the processors.</summary>
/// <remarks>On a machine that others use too, processor time is what repeats; spinning threads count in it.</remarks>
internal sealed unsafe class Samples
{
    // CLOCK_PROCESS_CPUTIME_ID of Linux's time.h.
    private const int ProcessorTime = 2;

    private readonly List<double> _clock = [];
    private readonly List<double> _processor = [];

    public void Time(Action action)
    {
        double processor = Processor();
        long start = Stopwatch.GetTimestamp();
        action();
        _clock.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _processor.Add(Processor() - processor);
    }

    public double Median => Middle(_clock);

    public double ProcessorMedian => Middle(_processor);

    public double Best => _clock.Min();

    public double ProcessorBest => _processor.Min();

    public override string ToString() =>
        $"median {Median,8:F1} ms, best {Best,8:F1} ms; on processors median {ProcessorMedian,8:F1} ms, best "
        + $"{ProcessorBest,8:F1} ms; {_clock.Count} times";

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Processor()
    {
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;
        long* time = stackalloc long[2];
        _ = ReadClock(ProcessorTime, time);
        return (time[0] * 1e3) + (time[1] * 1e-6);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, long* time);
}
