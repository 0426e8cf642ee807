using Impasto.Video.Frames;

namespace Impasto.Tests.Clips;

/// <summary>
/// The installed ffmpeg; tests that need it are skipped without it, except in the project's own check.
/// </summary>
internal static class InstalledFfmpeg
{
    // Set by .ci/run.
    private const string Required = "IMPASTO_REQUIRE_ALL_TESTS";

    private static readonly Lazy<FfmpegTools?> s_tools = new(() =>
    {
        try
        {
            return FfmpegTools.Find();
        }
        catch (ClipException)
        {
            return null;
        }
    });

    public static FfmpegTools Tools
    {
        get
        {
            if (s_tools.Value is { } tools)
                return tools;
            Assert.SkipUnless(
                Environment.GetEnvironmentVariable(Required) is { Length: > 0 },
                "There is no ffmpeg here (apt-get install ffmpeg).");
            throw new InvalidOperationException("There is no ffmpeg, and this check needs it.");
        }
    }
}
