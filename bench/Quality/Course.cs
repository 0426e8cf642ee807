using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>The pictures of a long run at full size, every 400 steps before its end.</summary>
internal sealed class Course : IProgress<StylizeProgress>
{
    private const int Every = 400;

    public List<(int Step, double Seconds, Picture Picture)> Taken { get; } = [];

    public static bool Wants(StylizeProgress value) =>
        value.Scale == value.Scales && value.Step % Every == 0 && value.Step < value.TotalSteps;

    public void Report(StylizeProgress value)
    {
        if (value.Preview is { } picture)
            Taken.Add((value.Step, value.Seconds, picture));
    }
}
