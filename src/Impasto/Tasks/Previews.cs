namespace Impasto;

/// <summary>Usual rules for <see cref="StylizeTask.PreviewWhen"/>.</summary>
public static class Previews
{
    /// <summary>A picture after every so many steps of the whole run.</summary>
    /// <param name="steps">Steps from one picture to the next, at least 1.</param>
    public static Func<StylizeProgress, bool> Every(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return progress => progress.Step % steps == 0;
    }

    /// <summary>A picture if so much time has passed since the last one.</summary>
    /// <param name="time">Time from one picture to the next.</param>
    public static Func<StylizeProgress, bool> Every(TimeSpan time)
    {
        double last = double.NegativeInfinity;
        return progress =>
        {
            if (progress.Seconds - last < time.TotalSeconds)
                return false;
            last = progress.Seconds;
            return true;
        };
    }
}
