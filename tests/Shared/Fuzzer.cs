using System.Diagnostics;
using System.Globalization;

namespace Impasto.Tests;

/// <summary>
/// Gives inputs that were made at random to a reader, which accepts each or refuses it in a sentence, within 10 s and
/// within its memory.
/// </summary>
/// <remarks>
/// Input N of a seed is always the same. Before an input is read, its number stands in impasto-fuzz-KIND in the folder
/// for temporary files: there is the one that ended the process. The long form takes its size, its seed, a single
/// number and a file for its report from the environment:
/// IMPASTO_FUZZ_FILES=100000 IMPASTO_FUZZ_SEED=1 IMPASTO_FUZZ_ONLY=317 IMPASTO_FUZZ_LOG=fuzz.md
/// dotnet test --project tests/Impasto.Tests --filter-class '*FuzzTests'
/// </remarks>
/// <param name="kind">What is read, one word.</param>
/// <param name="usual">How many inputs there are without the environment.</param>
internal sealed class Fuzzer(string kind, int usual)
{
    private const int MostProblems = 20;

    private const long MostBytes = 400_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly int _seed = Number("SEED") ?? 1;
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private long _started;
    private int _number, _inputs, _accepted, _refused;
    private double _slowest;

    /// <summary>Whether the environment asks for more inputs than usual.</summary>
    public static bool IsLong => Number("FILES") is not null;

    /// <summary>Reads all inputs; the first ones that go wrong are in the failure's message.</summary>
    /// <param name="make">Makes an input.</param>
    /// <param name="read">Reads it.</param>
    public void Run(Func<Random, byte[]> make, Action<byte[], Random> read)
    {
        int first = Number("ONLY") ?? 0, count = Number("ONLY") is null ? Number("FILES") ?? usual : 1;
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
        var worker = new Thread(() => ReadAll(first, count, make, read)) { IsBackground = true };
        worker.Start();
        // A reader that hangs can't be stopped: its thread is left behind.
        bool hangs = false;
        while (!hangs && !worker.Join(200))
            hangs = Stopwatch.GetElapsedTime(Volatile.Read(ref _started)) > Longest;
        if (hangs)
            _problems.Add($"{kind} {Volatile.Read(ref _number)}: not read after {Longest.TotalSeconds} s");
        Report();
        Assert.True(_problems.Count == 0, string.Join('\n', _problems));
    }

    private void ReadAll(int first, int count, Func<Random, byte[]> make, Action<byte[], Random> read)
    {
        using var last = new FileStream(
            Path.Combine(Path.GetTempPath(), $"impasto-fuzz-{kind}"),
            FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        for (int number = first; number < first + count && _problems.Count < MostProblems; number++)
        {
            last.Position = 0;
            last.Write(System.Text.Encoding.ASCII.GetBytes($"seed {_seed}, input {number:000000}\n"));
            last.Flush();
            var random = new Random(unchecked((_seed * 1_000_003) + number));
            byte[] input = make(random);
            if (Number("ONLY") is not null)
                File.WriteAllBytes($"{last.Name}-{number}", input);
            long peak = PeakBytes(), allocated = GC.GetAllocatedBytesForCurrentThread();
            Volatile.Write(ref _number, number);
            _inputs++;
            Volatile.Write(ref _started, Stopwatch.GetTimestamp());
            if (Problem(() => read(input, random)) is { } problem)
                _problems.Add($"{kind} {number}: {problem}");
            _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(_started).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (Math.Max(allocated, PeakBytes() - peak) is > MostBytes and long taken)
                _problems.Add($"{kind} {number}: took {taken / 1_000_000} MB");
        }
    }

    private string? Problem(Action read)
    {
        try
        {
            read();
            _accepted++;
            return null;
        }
        catch (ImpastoException failure)
        {
            _refused++;
            string message = failure.Message;
            string sort = string.Concat(message.Where(letter => !char.IsDigit(letter)));
            _refusals[sort] = _refusals.GetValueOrDefault(sort) + 1;
            // Problems of several options stand on a line each.
            return message.Split(Environment.NewLine).All(IsSentence) ? null : $"not a sentence: {message}";
        }
#pragma warning disable CA1031 // Every other exception is what the test looks for.
        catch (Exception failure)
        {
            return failure.ToString();
        }
#pragma warning restore CA1031
    }

    private static bool IsSentence(string line) => line.EndsWith('.') && line.Length is > 15 and < 1500
        && !line.Any(char.IsControl) && !line.Contains("unexpected", StringComparison.OrdinalIgnoreCase);

    // Other tests take memory at the same time, so only the long form, which runs alone, looks at the process.
    private static long PeakBytes()
    {
        if (!IsLong || !OperatingSystem.IsLinux())
            return 0;
        // VmHWM: 123456 kB
        string line = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.AsSpan("VmHWM:".Length, line.Length - "VmHWM: kB".Length),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture);
    }

    private void Report()
    {
        if (Environment.GetEnvironmentVariable("IMPASTO_FUZZ_LOG") is not { Length: > 0 } file)
            return;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}: seed {_seed}, {_inputs} inputs, {_accepted} read, {_refused} refused "
            + $"in {_refusals.Count} sentences, {_problems.Count} problems, slowest {_slowest:0.00} s, "
            + $"most memory of the process {PeakBytes() / 1_000_000} MB\n");
        File.AppendAllText(file, line + string.Concat(_problems.Select(problem => $"{problem}\n")));
    }

    /// <summary>A number from the environment, IMPASTO_FUZZ_NAME; null if there is none.</summary>
    public static int? Number(string name) =>
        Environment.GetEnvironmentVariable($"IMPASTO_FUZZ_{name}") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
