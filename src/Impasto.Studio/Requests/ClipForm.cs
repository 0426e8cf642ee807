using System.Globalization;
using Impasto.Studio.Answers;
using Impasto.Studio.Clips;
using Impasto.Video.Frames;
using Impasto.Video.Painting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Impasto.Studio.Requests;

/// <summary>The fields of a form for a run whose photograph is a clip.</summary>
internal static class ClipForm
{
    /// <summary>The names of the fields that say how many steps a frame takes.</summary>
    public const string StepsField = "frameSteps", QuickField = "quick";

    private const string FromField = "from", ToField = "to";

    /// <summary>Their names.</summary>
    public static readonly string[] Known = [FromField, ToField, StepsField, QuickField];

    /// <summary>Reads them.</summary>
    /// <param name="form">The form.</param>
    /// <param name="content">The photograph, or the clip.</param>
    /// <returns>Null for a photograph.</returns>
    /// <exception cref="StudioProblem">A value is invalid, or was given for a photograph.</exception>
    public static RunClip? Read(IFormCollection form, NamedBytes content)
    {
        if (!ClipSignature.IsClip(content.Bytes))
        {
            return Known.FirstOrDefault(field => Text(form, field).Length > 0) is not { } field
                ? null
                : throw StudioProblem.Wrong($"{field}: only a clip has it, and '{content.Name}' is none.");
        }

        RunClip clip = Paces(form) with { From = Time(form, FromField), To = Time(form, ToField) };
        if (clip.Part(maxPixels: 1).Validate() is { Count: > 0 } problems)
            throw StudioProblem.Wrong(string.Join(' ', problems.Select(problem => problem.ToString())));
        return clip;
    }

    /// <summary>Reads how many steps a frame takes, with no part of a clip.</summary>
    /// <exception cref="StudioProblem">A value is invalid.</exception>
    public static RunClip Paces(IFormCollection form)
    {
        string quick = Text(form, QuickField);
        if (quick is not ("" or "on" or "off"))
            throw StudioProblem.Wrong($"{QuickField}: expected on or off, got '{quick}'.");
        var clip = new RunClip { FrameSteps = Steps(form), Quick = quick == "on" };
        return clip is { Quick: true, FrameSteps: not null }
            ? throw StudioProblem.Wrong($"Expected {QuickField} or {StepsField}, got both.")
            : clip;
    }

    private static double? Time(IFormCollection form, string field)
    {
        string text = Text(form, field);
        if (text.Length == 0)
            return null;
        return ClipReadOptions.TryParseTime(text, out TimeSpan time)
            ? time.TotalSeconds
            : throw StudioProblem.Wrong($"{field}: expected a time such as 12.5, 1:30 or 0:01:30, got '{text}'.");
    }

    private static int? Steps(IFormCollection form)
    {
        string text = Text(form, StepsField);
        if (text.Length == 0)
            return null;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps);
        return isNumber && new VideoOptions { Steps = steps }.Validate().Count == 0
            ? steps
            : throw StudioProblem.Wrong($"{StepsField}: expected 1 to 1000, got '{text}'.");
    }

    private static string Text(IFormCollection form, string field) =>
        form[field] is StringValues values && values.Count > 0 ? values[0] ?? "" : "";
}
