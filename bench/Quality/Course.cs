using Impasto.Imaging;

namespace Impasto.Bench.Quality;

/// <summary>The pictures of a long run at full size, every 400 steps before its end.</summary>
internal sealed class Course : IProgress<StylizeProgress>
{
    private const int Every = 400;

    public List<(int Step, double Seconds, Picture Picture)> Taken { get; } = [];

    public void Report(StylizeProgress value)
    {
        if (value.Scale == value.Scales && value.Step % Every == 0 && value.Step < value.TotalSteps)
            Taken.Add((value.Step, value.Seconds, value.Picture()));
    }
}
