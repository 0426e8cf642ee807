using System.Buffers;
using Impasto.Imaging;
using Impasto.Matching;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Objectives;

/// <summary>A painting's pixels, arranged as a picture's positions match it.</summary>
/// <remarks>
/// Each cell of the grid brings the 12 x 12 pixels around the cell that it matches. Where they overlap their mean
/// counts, with weights that fall linearly from a cell's centre to 0. Source: the averages of overlapping patches in
/// Kwatra, Essa, Bobick and Kwatra, "Texture Optimization for Example-based Synthesis", 2005.
/// </remarks>
internal sealed class MatchedPixels
{
    // Pixels from a cell's centre, along each axis, at which its weight has fallen to 0.
    private const int Reach = 6;

    // Of a cell's pixels, from its own first one: the first and the last that it counts for.
    private const int First = (Hypercolumn.Stride / 2) - Reach;
    private const int Last = First + (2 * Reach) - 1;

    // Cells that reach a pixel.
    private const int MostAround = 9;

    private readonly MatchField _field;
    private readonly bool _wraps;
    private readonly WorkerTeam? _team;

    private readonly Line[] _rows;
    private readonly Line[] _columns;

    /// <param name="field">The matches.</param>
    /// <param name="wraps">Whether the picture's opposite edges meet.</param>
    /// <param name="team">Threads that share the rows; null for the caller's only.</param>
    public MatchedPixels(MatchField field, bool wraps, WorkerTeam? team)
    {
        (_field, _wraps, _team) = (field, wraps, team);
        _rows = Reached(field.Size.Height, field.Grid.Height);
        _columns = Reached(field.Size.Width, field.Grid.Width);
    }

    /// <summary>Adds what the cells take from one picture.</summary>
    /// <param name="style">The painting's number; <see cref="MatchField.Photo"/> for the photograph.</param>
    /// <param name="picture">The painting, or the photograph.</param>
    /// <param name="target">3 x height x width of the picture; changed.</param>
    public void Add(int style, ScaledPicture picture, PixelBuffer target)
    {
        (int width, int height) = (_field.Size.Width, _field.Size.Height);
        long own = (long)picture.Width * picture.Height;
        (int X, int Y)[] sources = Sources(style, picture.Width);
        float[] plane = new float[own];
        int band = Math.Clamp(PixelBuffer.PieceLength / width, 1, height);
        for (int color = 0; color < 3; color++)
        {
            picture.Point.Read(color * own, plane);
            for (int top = 0; top < height; top += band)
            {
                int count = Math.Min(band, height - top), first = top;
                long start = (((long)color * height) + top) * width;
                float[] lines = ArrayPool<float>.Shared.Rent(count * width);
                target.Read(start, lines.AsSpan(0, count * width));
                WorkerTeam.For(_team, count, row => AddRow(
                    first + row, sources, (plane, picture.Width, picture.Height), lines.AsSpan(row * width, width)));
                target.Write(start, lines.AsSpan(0, count * width));
                ArrayPool<float>.Shared.Return(lines);
            }
        }
    }

    /// <summary>
    /// Leaves the finest detail only as far as the cells around a pixel agree; the rest is a lattice of their edges.
    /// </summary>
    /// <remarks>
    /// Finest is what is lost at half the size. It is multiplied by (a - b) / (1 - b): a is the probability that two of
    /// the cells around, drawn by their weights, are moved by the same distance, b that they are one cell.
    /// </remarks>
    /// <param name="pixels">What all cells brought; changed.</param>
    /// <param name="store">Stores what is needed for a while.</param>
    public void Calm(PixelBuffer pixels, PixelStore store)
    {
        PictureSize size = _field.Size, half = new((size.Width + 1) / 2, (size.Height + 1) / 2);
        PixelBuffer small = store.Create(3 * half.Pixels), smooth = store.Create(pixels.Length);
        PixelResampler.Resize(pixels, size, small, half, team: _team);
        PixelResampler.Resize(small, half, smooth, size, team: _team);
        int[] moves = Moves();
        int width = size.Width, band = Math.Clamp(PixelBuffer.PieceLength / width, 1, size.Height);
        float[] shares = new float[band * width];
        for (int top = 0; top < size.Height; top += band)
        {
            int count = Math.Min(band, size.Height - top), first = top;
            WorkerTeam.For(_team, count, row => Agreement(first + row, moves, shares.AsSpan(row * width, width)));
            for (int color = 0; color < 3; color++)
            {
                long start = (((long)color * size.Height) + top) * width;
                using PixelPiece values = pixels.Open(start, count * width, PieceUse.Change);
                using PixelPiece smoothed = smooth.Open(start, count * width, PieceUse.Read);
                for (int i = 0; i < values.Values.Length; i++)
                    values.Values[i] = smoothed.Values[i] + (shares[i] * (values.Values[i] - smoothed.Values[i]));
            }
        }
    }

    // For each cell how far it is moved, as a number: cells that are moved alike have the same.
    private int[] Moves()
    {
        int[] moves = new int[_field.Matches.Length];
        for (int cell = 0; cell < moves.Length; cell++)
        {
            int match = _field.Matches[cell];
            if (match == MatchField.Photo)
            {
                moves[cell] = int.MinValue;
                continue;
            }

            int style = _field.StyleOf(match);
            (int y, int x) = Math.DivRem(cell, _field.Grid.Width);
            moves[cell] = match - ((y * Hypercolumn.Grid(_field.Styles[style]).Width) + x);
        }

        return moves;
    }

    private void Agreement(int row, int[] moves, Span<float> line)
    {
        Line rows = _rows[row];
        Span<int> around = stackalloc int[MostAround];
        Span<float> weights = stackalloc float[MostAround];
        for (int x = 0; x < line.Length; x++)
        {
            int count = 0;
            float own = 0, same = 0;
            foreach ((int column, _, float across) in _columns[x].Cells)
            {
                foreach ((int cellRow, _, float down) in rows.Cells)
                {
                    int move = moves[(cellRow * _field.Grid.Width) + column];
                    float weight = across * _columns[x].Share * (down * rows.Share);
                    own += weight * weight;
                    same += weight * weight;
                    for (int i = 0; i < count; i++)
                        same += around[i] == move ? 2 * weights[i] * weight : 0;
                    (around[count], weights[count]) = (move, weight);
                    count++;
                }
            }

            line[x] = own < 1 ? (same - own) / (1 - own) : 1;
        }
    }

    // For each cell the first pixel of the one that it matches in a picture; negative if it matches none there.
    private (int X, int Y)[] Sources(int style, int width)
    {
        var sources = new (int X, int Y)[_field.Matches.Length];
        for (int cell = 0; cell < sources.Length; cell++)
        {
            int match = _field.Matches[cell];
            bool isPhoto = match == MatchField.Photo;
            if ((isPhoto ? MatchField.Photo : _field.StyleOf(match)) != style)
            {
                sources[cell] = (-1, -1);
                continue;
            }

            int place = isPhoto ? cell : match - _field.Starts[style];
            (int y, int x) = Math.DivRem(place, width / Hypercolumn.Stride);
            sources[cell] = (x * Hypercolumn.Stride, y * Hypercolumn.Stride);
        }

        return sources;
    }

    private void AddRow(
        int row, (int X, int Y)[] sources, (float[] Values, int Width, int Height) plane, Span<float> line)
    {
        for (int x = 0; x < line.Length; x++)
        {
            foreach ((int cellRow, int down, float lying) in _rows[row].Cells)
            {
                float weight = lying * _rows[row].Share;
                foreach ((int column, int across, float upright) in _columns[x].Cells)
                {
                    (int left, int top) = sources[(cellRow * _field.Grid.Width) + column];
                    if (left < 0)
                        continue;
                    int from = Math.Clamp(top + down, 0, plane.Height - 1) * plane.Width;
                    line[x] += weight * upright * _columns[x].Share
                        * plane.Values[from + Math.Clamp(left + across, 0, plane.Width - 1)];
                }
            }
        }
    }

    private Line[] Reached(int length, int cells)
    {
        List<(int Cell, int Offset, float Weight)>[] reached =
            [.. Enumerable.Range(0, length).Select(_ => new List<(int, int, float)>())];
        for (int cell = 0; cell < cells; cell++)
        {
            for (int offset = First; offset <= Last; offset++)
            {
                int place = Place(cell, offset, length);
                if (place >= 0)
                    reached[place].Add((cell, offset, Weight(offset)));
            }
        }

        return
        [
            .. reached.Select(around => new Line(around, 1 / around.Aggregate(0f, (sum, one) => sum + one.Weight))),
        ];
    }

    // Where a cell's pixel lies along an axis; -1 if it is outside the picture.
    private int Place(int cell, int offset, int length)
    {
        int place = (cell * Hypercolumn.Stride) + offset;
        return place >= 0 && place < length ? place : _wraps ? (place + length) % length : -1;
    }

    private static float Weight(int offset) => Reach - Math.Abs(offset - ((Hypercolumn.Stride - 1) / 2f));

    /// <summary>The cells that count for a row or a column of the picture.</summary>
    /// <param name="Cells">
    /// Each cell's number, how far the line lies from its first pixel, and what it counts there.
    /// </param>
    /// <param name="Share">What the weights have to be multiplied by to sum to 1.</param>
    private sealed record Line(List<(int Cell, int Offset, float Weight)> Cells, float Share);
}
