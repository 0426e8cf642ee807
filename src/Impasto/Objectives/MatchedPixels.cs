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
    private readonly float[] _columnShares;
    private readonly List<(int Cell, int Offset, float Weight)>[] _rows;
    private readonly List<(int Cell, float Weight)>[] _columns;

    /// <param name="field">The matches.</param>
    /// <param name="wraps">Whether the picture's opposite edges meet.</param>
    /// <param name="team">Threads that share the rows; null for the caller's only.</param>
    public MatchedPixels(MatchField field, bool wraps, WorkerTeam? team)
    {
        (_field, _wraps, _team) = (field, wraps, team);
        _columnShares = Shares(field.Size.Width, field.Grid.Width);
        float[] rowShares = Shares(field.Size.Height, field.Grid.Height);
        _rows = [.. rowShares.Select(_ => new List<(int, int, float)>())];
        _columns = [.. _columnShares.Select(_ => new List<(int, float)>())];
        for (int cell = 0; cell < field.Grid.Width; cell++)
        {
            for (int offset = First; offset <= Last; offset++)
            {
                int column = Place(cell, offset, field.Size.Width);
                if (column >= 0)
                    _columns[column].Add((cell, Weight(offset) * _columnShares[column]));
            }
        }

        for (int cell = 0; cell < field.Grid.Height; cell++)
        {
            for (int offset = First; offset <= Last; offset++)
            {
                int row = Place(cell, offset, field.Size.Height);
                if (row >= 0)
                    _rows[row].Add((cell, offset, Weight(offset) * rowShares[row]));
            }
        }
    }

    /// <summary>Adds what the cells take from one picture.</summary>
    /// <param name="style">The painting's number; <see cref="MatchField.Photo"/> for the photograph.</param>
    /// <param name="picture">The painting, or the photograph.</param>
    /// <param name="target">3 x height x width of the picture; changed.</param>
    public void Add(int style, ScaledPicture picture, PixelBuffer target)
    {
        (int width, int height) = (_field.Size.Width, _field.Size.Height);
        long own = (long)picture.Width * picture.Height;
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
                    style, first + row, (plane, picture.Width, picture.Height), lines.AsSpan(row * width, width)));
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
        List<(int Cell, int Offset, float Weight)> rows = _rows[row];
        Span<int> around = stackalloc int[MostAround];
        Span<float> weights = stackalloc float[MostAround];
        for (int x = 0; x < line.Length; x++)
        {
            int count = 0;
            float own = 0, same = 0;
            foreach ((int column, float across) in _columns[x])
            {
                foreach ((int cellRow, _, float down) in rows)
                {
                    int move = moves[(cellRow * _field.Grid.Width) + column];
                    float weight = across * down;
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

    private void AddRow(int style, int row, (float[] Values, int Width, int Height) plane, Span<float> line)
    {
        bool isPhoto = style == MatchField.Photo;
        int start = isPhoto ? MatchField.Photo : _field.Starts[style],
            end = isPhoto ? MatchField.Photo + 1 : _field.Starts[style + 1],
            columns = plane.Width / Hypercolumn.Stride;
        foreach ((int cellRow, int offset, float weight) in _rows[row])
        {
            for (int column = 0; column < _field.Grid.Width; column++)
            {
                int match = _field.Matches[(cellRow * _field.Grid.Width) + column];
                if (match < start || match >= end)
                    continue;
                (int y, int x) = isPhoto ? (cellRow, column) : Math.DivRem(match - start, columns);
                int from = Math.Clamp((y * Hypercolumn.Stride) + offset, 0, plane.Height - 1) * plane.Width;
                for (int across = First; across <= Last; across++)
                {
                    int to = Place(column, across, line.Length);
                    if (to < 0)
                        continue;
                    int source = from + Math.Clamp((x * Hypercolumn.Stride) + across, 0, plane.Width - 1);
                    line[to] += weight * Weight(across) * _columnShares[to] * plane.Values[source];
                }
            }
        }
    }

    // What the weights of all cells at a pixel have to be multiplied by to sum to 1.
    private float[] Shares(int length, int cells)
    {
        float[] sums = new float[length];
        for (int cell = 0; cell < cells; cell++)
        {
            for (int offset = First; offset <= Last; offset++)
            {
                int place = Place(cell, offset, length);
                if (place >= 0)
                    sums[place] += Weight(offset);
            }
        }

        return [.. sums.Select(sum => 1 / sum)];
    }

    // Where a cell's pixel lies along an axis; -1 if it is outside the picture.
    private int Place(int cell, int offset, int length)
    {
        int place = (cell * Hypercolumn.Stride) + offset;
        return place >= 0 && place < length ? place : _wraps ? (place + length) % length : -1;
    }

    private static float Weight(int offset) => Reach - Math.Abs(offset - ((Hypercolumn.Stride - 1) / 2f));
}
