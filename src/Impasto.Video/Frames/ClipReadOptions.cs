using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Imaging;

namespace Impasto.Video.Frames;

/// <summary>Which frames of a clip are read, and how large.</summary>
public sealed partial record ClipReadOptions
{
    /// <summary>Time of the first frame. Default: null, the clip's start.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Time before which the last frame lies. Default: null, the clip's end.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>Frames per second; frames are left out or repeated. Default: null, the clip's own.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>
    /// Length of the longer side of a frame in pixels; the shorter one follows and is even. Default: null, the clip's
    /// own size. Range: 2 to 100000.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>Most pixels of a frame. Default: 100 million.</summary>
    public long MaxPixels { get; init; } = new PictureLimits().MaxPixels;

    /// <summary>Reads a time within a clip as people write it: 12.5, 90s, 1:30 or 0:01:30.5.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time.</param>
    /// <returns>Whether the text is a time.</returns>
    public static bool TryParseTime(string? text, out TimeSpan time)
    {
        Match match = Time().Match(text ?? "");
        time = TimeSpan.FromSeconds((3600 * Number("hours")) + (60 * Number("minutes")) + Number("seconds"));
        return match.Success;

        double Number(string part) => match.Groups[part] is { Success: true } group
            ? double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;
    }

    /// <summary>Everything that is wrong with the options; empty if they are valid.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        if (From < TimeSpan.Zero)
            problems.Add(new OptionProblem("from", $"{From}", "expected 0 or more"));
        if (To <= (From ?? TimeSpan.Zero))
            problems.Add(new OptionProblem("to", $"{To}", $"expected a time after {From ?? TimeSpan.Zero}"));
        if (Rate is { } rate && rate.PerSecond is not (> 0 and <= 1000))
            problems.Add(new OptionProblem("fps", $"{rate}", "expected above 0 to 1000"));
        if (Size is < 2 or > 100_000)
            problems.Add(new OptionProblem("size", $"{Size}", "expected 2 to 100000"));
        return problems;
    }

    [GeneratedRegex(
        @"^((?<hours>\d{1,3}):(?=\d+:))?((?<minutes>\d{1,3}):)?(?<seconds>\d{1,6}(\.\d{1,6})?)s?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();
}
