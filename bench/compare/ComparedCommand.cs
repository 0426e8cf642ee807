namespace Impasto.Bench.Compare;

/// <summary>One call of the program in a compared run.</summary>
/// <param name="Words">The words of the command line.</param>
/// <param name="Side">Which of the two programs makes the call.</param>
/// <param name="Mode">What is done with the call.</param>
/// <param name="Step">The step that <paramref name="Mode"/> refers to; 0 where it refers to none.</param>
internal sealed record ComparedCommand(IReadOnlyList<string> Words, Side Side, CallMode Mode, int Step)
{
    /// <summary>Reads a line of a table: <c>[before:|after:] [mode[@STEP]:] words</c>.</summary>
    /// <param name="line">The line, without space around it.</param>
    public static ComparedCommand Parse(string line)
    {
        Side side = Side.Both;
        CallMode mode = CallMode.Plain;
        int step = 0;
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int first = 0;
        for (; first < words.Length && words[first].EndsWith(':'); first++)
        {
            string[] parts = words[first][..^1].Split('@');
            if (parts is [string name] && Enum.TryParse(name, ignoreCase: true, out Side known))
                side = known;
            else if (Enum.TryParse(parts[0], ignoreCase: true, out mode))
                step = parts.Length > 1 ? int.Parse(parts[1]) : 0;
            else
                throw new FormatException($"Unknown prefix '{words[first]}' in the line '{line}'.");
        }

        return new ComparedCommand(words[first..], side, mode, step);
    }

    /// <summary>The call as a line of a table has it, without its side.</summary>
    public override string ToString() => $"{Mode}@{Step}: {string.Join(' ', Words)}";
}
