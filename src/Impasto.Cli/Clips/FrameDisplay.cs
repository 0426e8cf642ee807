using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Video.Painting;
using Spectre.Console;

namespace Impasto.Cli.Clips;

/// <summary>Shows the frames of a clip: a bar for people who watch, a line a frame for logs and pipes.</summary>
/// <param name="console">Standard output.</param>
internal sealed class FrameDisplay(IAnsiConsole console) : IProgress<VideoProgress>
{
    private readonly ProgressBar? _bar =
        console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi ? new ProgressBar(console) : null;

    private double? _left;

    public void Report(VideoProgress value)
    {
        _left = value.RemainingSeconds ?? _left;
        string left = _left is { } seconds ? $"  {ProgressText.Left(seconds)}" : "";
        string pass = value.Pass > 1 ? $", pass {value.Pass}" : "";
        if (_bar is not null)
        {
            string steps = value.Step is { } at ? $"  step {at.Step}/{at.TotalSteps}" : "";
            _bar.Draw(value.DoneShare, $"frame {value.Frame}/{value.Frames}{pass}{steps}{left}");
        }
        else if (value.Step is null)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Frame    {value.Frame} of {value.Frames}, shot {value.Shot}{pass}, {100 * value.NewShare:0} % new, "
                + $"{100 * value.StillShare:0} % at rest{left}"));
        }
    }

    /// <summary>Removes the bar.</summary>
    public void Clear() => _bar?.Clear();
}
