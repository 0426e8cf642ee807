using System.Globalization;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>
/// Repeats what chance plays a part in: once in the tests, IMPASTO_CHAOS_TIMES times for the record, which goes to the
/// end of the file IMPASTO_CHAOS_LOG.
/// </summary>
internal static class ChaosTimes
{
    /// <param name="what">What is repeated.</param>
    /// <param name="once">Does it once; fails the test, or gives the way it ended.</param>
    public static async Task RepeatAsync(string what, Func<Task<string>> once)
    {
        int times = Environment.GetEnvironmentVariable("IMPASTO_CHAOS_TIMES") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 1;
        List<string> ends = [];
        for (int i = 0; i < times; i++)
            ends.Add(await once());
        if (Environment.GetEnvironmentVariable("IMPASTO_CHAOS_LOG") is { Length: > 0 } file)
        {
            string counts = string.Join(", ", ends.CountBy(end => end).Select(end => $"{end.Key} {end.Value}"));
            await File.AppendAllTextAsync(file, $"| {what} | {counts} of {times} |\n", Studio.Cancellation);
        }
    }
}
