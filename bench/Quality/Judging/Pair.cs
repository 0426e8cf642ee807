namespace Impasto.Bench.Quality.Judging;

/// <summary>A photograph and a painting that results are made from.</summary>
/// <param name="Name">The results' file name without its end.</param>
/// <param name="Photograph">File of the photograph.</param>
/// <param name="Painting">File of the painting.</param>
/// <param name="Group">What kind of pair it is, as drawing or flat.</param>
internal sealed record Pair(string Name, string Photograph, string Painting, string Group)
{
    /// <summary>
    /// Reads a list: lines of name, photograph, painting and group, with tabs between. Files are relative to the
    /// list's.
    /// </summary>
    public static IReadOnlyList<Pair> ReadList(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return [.. from line in File.ReadLines(file)
                   where line.Length > 0
                   let cells = line.Split('\t')
                   select new Pair(
                       cells[0], Path.Combine(folder, cells[1]), Path.Combine(folder, cells[2]), cells[3])];
    }
}
