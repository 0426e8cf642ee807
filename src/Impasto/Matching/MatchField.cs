using Impasto.Imaging;

namespace Impasto.Matching;

/// <summary>For each position of a picture's grid the position of a painting that it matches.</summary>
/// <param name="Size">The picture's size.</param>
/// <param name="Styles">The paintings' sizes at that scale, in the order in which their positions are counted.</param>
/// <param name="Matches">
/// For each position, row by row, the number of a position of the paintings' grids, one painting's after the other's;
/// -1 where the photograph stays.
/// </param>
internal sealed record MatchField(PictureSize Size, IReadOnlyList<PictureSize> Styles, int[] Matches)
{
    /// <summary>For <see cref="Matches"/>: the photograph's own features.</summary>
    public const int Photo = -1;

    /// <summary>Columns and rows of the picture's grid.</summary>
    public (int Width, int Height) Grid { get; } = Hypercolumn.Grid(Size);

    /// <summary>The number of each painting's first position, and at the end of all positions.</summary>
    public IReadOnlyList<int> Starts { get; } = StartsOf(Styles);

    /// <summary>Width and height of the picture, then of each painting, as they are stored.</summary>
    public int[] Sides => [.. Styles.Prepend(Size).SelectMany(size => new[] { size.Width, size.Height })];

    private bool IsValid => Matches.Length == Grid.Width * Grid.Height
        && Array.TrueForAll(Matches, match => match >= Photo && match < Starts[^1]);

    /// <summary>The field that was stored; null if its numbers are not those of a field.</summary>
    /// <param name="sides">The stored <see cref="Sides"/>.</param>
    /// <param name="matches">The stored <see cref="Matches"/>.</param>
    /// <exception cref="ArgumentException">A side is no picture's.</exception>
    public static MatchField? Restored(int[] sides, int[] matches)
    {
        if (sides.Length == 0 || sides.Length % 2 != 0)
            return null;
        PictureSize[] sizes = [.. sides.Chunk(2).Select(size => new PictureSize(size[0], size[1]))];
        var field = new MatchField(sizes[0], sizes[1..], matches);
        return field.IsValid ? field : null;
    }

    /// <summary>
    /// The positions that those near a position's place in a coarser field suggest: what they match, moved on by as
    /// much, and one position around it.
    /// </summary>
    /// <param name="x">Column of the position in the finer picture's grid.</param>
    /// <param name="y">Row.</param>
    /// <param name="finer">The finer field, whose matches are not known yet.</param>
    /// <param name="found">Receives at most <see cref="MostSuggestions"/> numbers of positions.</param>
    /// <returns>How many; some may be equal.</returns>
    public int Suggest(int x, int y, MatchField finer, Span<int> found)
    {
        double across = (double)Grid.Width / finer.Grid.Width, down = (double)Grid.Height / finer.Grid.Height;
        int column = Math.Min((int)((x + 0.5) * across), Grid.Width - 1),
            row = Math.Min((int)((y + 0.5) * down), Grid.Height - 1), count = 0;
        for (int i = Math.Max(0, row - 1); i <= Math.Min(Grid.Height - 1, row + 1); i++)
        {
            for (int j = Math.Max(0, column - 1); j <= Math.Min(Grid.Width - 1, column + 1); j++)
            {
                int match = Matches[(i * Grid.Width) + j];
                if (match == Photo)
                    continue;
                int style = StyleOf(match);
                (int centerX, int centerY) = Center(match, style, finer, (x, y), (j, i));
                for (int dy = -1; dy <= 1; dy++)
                {
                    for (int dx = -1; dx <= 1; dx++)
                        found[count++] = finer.NumberOf(style, centerX + dx, centerY + dy);
                }
            }
        }

        return count;
    }

    /// <summary>The field moved by a flow, by whole positions; unknown ones become <see cref="Photo"/>.</summary>
    /// <param name="horizontal">Pixels to the right from the moved picture to this one, of the picture's size.</param>
    /// <param name="vertical">Pixels down.</param>
    /// <param name="isKnown">For each pixel of the moved picture how surely this one shows it, 0 to 1.</param>
    public MatchField Moved(float[] horizontal, float[] vertical, float[] isKnown)
    {
        (int width, int height) = Grid;
        int[] moved = new int[Matches.Length];
        for (int position = 0; position < moved.Length; position++)
        {
            (int y, int x) = Math.DivRem(position, width);
            int pixel = (((y * Hypercolumn.Stride) + (Hypercolumn.Stride / 2)) * Size.Width)
                + (x * Hypercolumn.Stride) + (Hypercolumn.Stride / 2);
            float column = x + (horizontal[pixel] / Hypercolumn.Stride),
                row = y + (vertical[pixel] / Hypercolumn.Stride);
            moved[position] = isKnown[pixel] >= 0.5f && float.IsFinite(column) && float.IsFinite(row)
                ? Matches[(Clamped(row, height) * width) + Clamped(column, width)]
                : Photo;
        }

        return this with { Matches = moved };

        static int Clamped(float value, int count) => (int)Math.Round(Math.Clamp(value, 0f, count - 1f));
    }

    /// <summary>Fills a finer field with what the positions' places in this one match, moved on by as much.</summary>
    public void CarryOn(MatchField finer)
    {
        for (int position = 0; position < finer.Matches.Length; position++)
        {
            (int y, int x) = Math.DivRem(position, finer.Grid.Width);
            int column = Math.Min((int)((x + 0.5) * Grid.Width / finer.Grid.Width), Grid.Width - 1),
                row = Math.Min((int)((y + 0.5) * Grid.Height / finer.Grid.Height), Grid.Height - 1);
            int match = Matches[(row * Grid.Width) + column];
            finer.Matches[position] = Photo;
            if (match == Photo)
                continue;
            int style = StyleOf(match);
            (int left, int top) = Center(match, style, finer, (x, y), (column, row));
            finer.Matches[position] = finer.NumberOf(style, left, top);
        }
    }

    /// <summary>Most positions that <see cref="Suggest"/> gives: 3 x 3 places of 3 x 3 positions.</summary>
    public const int MostSuggestions = 81;

    // Where a match lies in the finer painting, moved on as far as the finer position lies from the coarser one.
    private (int X, int Y) Center(int match, int style, MatchField finer, (int X, int Y) at, (int X, int Y) coarse)
    {
        (int Width, int Height) from = Hypercolumn.Grid(Styles[style]), to = Hypercolumn.Grid(finer.Styles[style]);
        int place = match - Starts[style];
        double beside = at.X + 0.5 - ((coarse.X + 0.5) * finer.Grid.Width / Grid.Width),
            below = at.Y + 0.5 - ((coarse.Y + 0.5) * finer.Grid.Height / Grid.Height);
        return ((int)Math.Floor((((place % from.Width) + 0.5) * to.Width / from.Width) + beside),
            (int)Math.Floor((((place / from.Width) + 0.5) * to.Height / from.Height) + below));
    }

    // The number of a painting's position, or of the nearest one if it lies outside.
    private int NumberOf(int style, int x, int y)
    {
        (int width, int height) = Hypercolumn.Grid(Styles[style]);
        return Starts[style] + (Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1);
    }

    /// <summary>Whether a position matches one in a painting.</summary>
    /// <param name="style">The painting's number.</param>
    public bool Has(int style) =>
        Matches.Any(match => match >= Starts[style] && match < Starts[style + 1]);

    /// <summary>The painting that a position's number is of.</summary>
    public int StyleOf(int match)
    {
        int style = 0;
        while (match >= Starts[style + 1])
            style++;
        return style;
    }

    private static int[] StartsOf(IReadOnlyList<PictureSize> styles)
    {
        int[] starts = new int[styles.Count + 1];
        for (int i = 0; i < styles.Count; i++)
        {
            (int width, int height) = Hypercolumn.Grid(styles[i]);
            starts[i + 1] = checked(starts[i] + (width * height));
        }

        return starts;
    }
}
