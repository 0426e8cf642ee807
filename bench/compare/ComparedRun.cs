namespace Impasto.Bench.Compare;

/// <summary>A named run: one call of the program, or several that build on each other.</summary>
/// <param name="Name">What the run shows, in words.</param>
/// <param name="Commands">The calls, in order.</param>
internal sealed record ComparedRun(string Name, IReadOnlyList<ComparedCommand> Commands)
{
    /// <summary>The calls of one program.</summary>
    public IReadOnlyList<ComparedCommand> Of(Side side) =>
        [.. Commands.Where(command => command.Side == Side.Both || command.Side == side)];

    /// <summary>Reads a table: lines of <c>[name]</c>, each followed by its calls; # starts a comment.</summary>
    public static IReadOnlyList<ComparedRun> ReadTable(string file)
    {
        List<(string Name, List<ComparedCommand> Commands)> runs = [];
        foreach (string line in File.ReadLines(file).Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
                runs.Add((line.Trim('[', ']'), []));
            else
                runs[^1].Commands.Add(ComparedCommand.Parse(line));
        }

        return [.. runs.Select(run => new ComparedRun(run.Name, run.Commands))];
    }
}
