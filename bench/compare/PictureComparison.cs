using System.Security.Cryptography;
using System.Text;

namespace Impasto.Bench.Compare;

/// <summary>Makes every run of a table with both programs and compares what they made, bit by bit.</summary>
internal sealed class PictureComparison(CompareOptions options, Materials materials)
{
    private readonly BuiltProgram _before = new(options.Before), _after = new(options.After);

    /// <summary>Writes a table, one row a run, as the runs end.</summary>
    /// <returns>The number of runs that differ.</returns>
    public int Run(TextWriter output)
    {
        ComparedRun[] runs = [.. ComparedRun.ReadTable(options.Runs ?? CompareOptions.Beside("runs.txt"))
            .Where(run => run.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))];
        output.WriteLine("| run | pictures | losses | before | after | result |");
        output.WriteLine("|---|---|---|---|---|---|");
        int different = 0;
        foreach (ComparedRun run in runs)
        {
            string row = Row(run, out bool isSame);
            output.WriteLine(row);
            different += isSame ? 0 : 1;
        }

        output.WriteLine();
        output.WriteLine($"{runs.Length - different} of {runs.Length} runs have the same bits.");
        return different;
    }

    private string Row(ComparedRun run, out bool isSame)
    {
        isSame = false;
        try
        {
            string before = Kept(run, out double old);
            string after = Path.Combine(options.Cache, "after-" + _after.Identity(), FileName(run));
            double made = new RunPlayer(_after, Side.After, materials).Play(run, after);
            Comparison found = Comparison.Of(before, after);
            isSame = found.Differences.Count == 0;
            string result = isSame ? "same bits" : $"**{string.Join("; ", found.Differences)}**";
            string notes = string.Concat(found.Notes.Select(note => $" ({note})"));
            return $"| {run.Name} | {found.Pictures} | {found.Losses} | {old:F1} s | {made:F1} s | {result}{notes} |";
        }
        catch (InvalidOperationException failure)
        {
            return $"| {run.Name} | | | | | **{failure.Message}** |";
        }
    }

    // The old program's pictures are made once for each build, processor and table row.
    private string Kept(ComparedRun run, out double seconds)
    {
        string calls = string.Join('\n', run.Of(Side.Before).Select(call => call.ToString()));
        byte[] key = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{BuiltProgram.Processor()}\n{materials.Identity}\n{calls}"));
        string folder = Path.Combine(
            options.Cache, "before-" + _before.Identity(), $"{FileName(run)}-{Convert.ToHexStringLower(key)[..8]}");
        string done = folder + ".seconds";
        if (!File.Exists(done))
            File.WriteAllText(done, $"{new RunPlayer(_before, Side.Before, materials).Play(run, folder)}");
        seconds = double.Parse(File.ReadAllText(done));
        return folder;
    }

    private static string FileName(ComparedRun run) =>
        string.Concat(run.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
