using Impasto.Cli.Shell;
using Impasto.Video.Frames;

namespace Impasto.Cli.Words;

/// <summary>Times within a clip, of options.</summary>
internal static class ClipTime
{
    /// <summary>Reads a time.</summary>
    /// <exception cref="WrongCallException">The text is not a time.</exception>
    public static TimeSpan Parse(string option, string text) => ClipReadOptions.TryParseTime(text, out TimeSpan time)
        ? time
        : throw new WrongCallException($"{option}: expected a time such as 12.5, 1:30 or 0:01:30, got '{text}'.");
}
