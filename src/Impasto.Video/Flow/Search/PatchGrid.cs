namespace Impasto.Video.Flow.Search;

/// <summary>Where patches lie on a plane: every few pixels, and one at the far edge.</summary>
internal sealed class PatchGrid
{
    /// <summary>Side of a patch. Source: Kroeger et al., 2016, section 3.1.</summary>
    public const int Side = 8;

    private readonly int _distance;
    private readonly int _lastColumn;
    private readonly int _lastRow;

    public PatchGrid(int width, int height, int distance)
    {
        _distance = distance;
        // A plane smaller than a patch has one that extends into the border.
        (_lastColumn, _lastRow) = (Math.Max(0, width - Side), Math.Max(0, height - Side));
        (Columns, Rows) = (Number(_lastColumn), Number(_lastRow));
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>First column of the pixels of a patch.</summary>
    public int Left(int column) => Math.Min(column * _distance, _lastColumn);

    /// <summary>First row of the pixels of a patch.</summary>
    public int Top(int row) => Math.Min(row * _distance, _lastRow);

    /// <summary>The first row of patches that covers a row of pixels.</summary>
    public int FirstRow(int y) => Math.Min(Math.Max(0, y - Side + _distance) / _distance, Rows - 1);

    /// <summary>The last row of patches that covers a row of pixels.</summary>
    public int LastRow(int y) => y >= _lastRow ? Rows - 1 : y / _distance;

    private int Number(int last) => ((last + _distance - 1) / _distance) + 1;
}
