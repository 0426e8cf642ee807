using System.Globalization;

namespace Impasto.Storage;

/// <summary>The default memory limit of a run.</summary>
internal static class FreeMemory
{
    private const double Share = 0.9;
    private const long Margin = 256L << 20;
    private const long Least = 256L << 20;

    /// <summary>
    /// Bytes that are free on the machine and in the group of processes that shares this one's limit, less a margin.
    /// </summary>
    public static long Bytes() =>
        Math.Max(Least, (long)(Share * Math.Min(Machine(), Limits().DefaultIfEmpty(long.MaxValue).Min())) - Margin);

    // The runtime knows limits on the process besides the machine's free memory.
    private static long Machine()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long total = memory.TotalAvailableMemoryBytes;
        if (Field("/proc/meminfo", "MemAvailable:") is { } kilobytes)
            return Math.Min(total, kilobytes * 1024);
        return memory.MemoryLoadBytes > 0 ? total - memory.MemoryLoadBytes : total / 2;
    }

    // Linux control groups, version 2 and 1: limit less use, pages of files apart, which make room when they must.
    private static IEnumerable<long> Limits()
    {
        foreach (string line in Lines("/proc/self/cgroup"))
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length < 3 || !(parts[1].Length == 0 || parts[1].Split(',').Contains("memory")))
                continue;
            bool second = parts[1].Length == 0;
            string root = second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
            for (string? path = parts[2]; path is not null; path = path.Length > 1 ? Path.GetDirectoryName(path) : null)
            {
                string folder = root + path;
                if (Number(Path.Combine(folder, second ? "memory.max" : "memory.limit_in_bytes")) is not { } limit
                    || Number(
                        Path.Combine(folder, second ? "memory.current" : "memory.usage_in_bytes")) is not { } used)
                    continue;
                long files = Field(Path.Combine(folder, "memory.stat"), second ? "file" : "total_cache") ?? 0;
                yield return Math.Max(0, limit - Math.Max(0, used - files));
            }
        }
    }

    private static long? Number(string path) =>
        long.TryParse(Lines(path).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value : null;

    private static long? Field(string path, string name)
    {
        string? line = Lines(path).FirstOrDefault(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        return line is not null && long.TryParse(
            line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), out long value) ? value : null;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
