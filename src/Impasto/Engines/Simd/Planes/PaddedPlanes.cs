using Impasto.Numerics;

namespace Impasto.Engines.Simd.Planes;

/// <summary>
/// The picture's three planes with one more row and column on each side: what convolutions see beyond the edge.
/// </summary>
internal readonly unsafe struct PaddedPlanes
{
    private readonly float* _data;

    // Floats from one plane to the next.
    private readonly nint _plane;

    /// <summary>Planes of a whole picture.</summary>
    public PaddedPlanes(float* data, int height, int width)
        : this(data, height, width, (nint)(height + 2) * (width + 2))
    {
    }

    private PaddedPlanes(float* data, int height, int width, nint plane)
    {
        _data = data;
        Height = height;
        Width = width;
        _plane = plane;
    }

    /// <summary>Planes of a picture.</summary>
    public const int Count = 3;

    /// <summary>Rows of the picture.</summary>
    public readonly int Height;

    /// <summary>Columns of the picture.</summary>
    public readonly int Width;

    /// <summary>Floats from one row to the next.</summary>
    public nint Row => Width + 2;

    // Kernels take positions in sixes and read beyond the last row.
    private const int Beyond = 8;

    /// <summary>Floats that a picture takes.</summary>
    public static long Length(int height, int width) => (Count * (height + 2L) * (width + 2L)) + Beyond;

    /// <summary>A position's value, from -1 to Height and -1 to Width.</summary>
    public float* At(int plane, int y, int x) => _data + (plane * _plane) + ((y + 1) * Row) + x + 1;

    /// <summary>Some rows; the rows above and below in the same planes are their border.</summary>
    public PaddedPlanes Rows(int top, int height) => new(_data + (top * Row), height, Width, _plane);

    /// <summary>Makes all values 0, those beyond the edge too.</summary>
    public void Clear()
    {
        for (int plane = 0; plane < Count; plane++)
            new Span<float>(At(plane, -1, -1), checked((int)((Height + 2) * Row))).Clear();
    }

    /// <summary>Adds planes of the same size, their border too.</summary>
    public void Add(PaddedPlanes others)
    {
        for (int plane = 0; plane < Count; plane++)
        {
            int length = checked((int)((Height + 2) * Row));
            VectorMath.AddScaled(new Span<float>(At(plane, -1, -1), length),
                new ReadOnlySpan<float>(others.At(plane, -1, -1), length), 1);
        }
    }

    /// <summary>Copies a picture's values and fills the border.</summary>
    public void Fill(ReadOnlySpan<float> picture, PaddingMode padding)
    {
        for (int plane = 0; plane < Count; plane++)
        {
            for (int y = 0; y < Height; y++)
            {
                picture.Slice(((plane * Height) + y) * Width, Width).CopyTo(new Span<float>(At(plane, y, 0), Width));
                *At(plane, y, -1) = Seen(plane, y, -1, padding);
                *At(plane, y, Width) = Seen(plane, y, Width, padding);
            }

            for (int x = -1; x <= Width; x++)
            {
                *At(plane, -1, x) = Seen(plane, -1, x, padding);
                *At(plane, Height, x) = Seen(plane, Height, x, padding);
            }
        }
    }

    /// <summary>
    /// Adds the gradient beyond the edge to the positions that were seen there, in a fixed order, and gives the
    /// picture's.
    /// </summary>
    public void Fold(PaddingMode padding, Span<float> picture)
    {
        for (int plane = 0; plane < Count; plane++)
        {
            // Whole rows first: after them a row changes by its own ends only.
            for (int x = -1; x <= Width && padding != PaddingMode.Zero; x++)
            {
                AddSeen(plane, -1, x, padding);
                AddSeen(plane, Height, x, padding);
            }

            for (int y = 0; y < Height; y++)
            {
                if (padding != PaddingMode.Zero)
                {
                    AddSeen(plane, y, -1, padding);
                    AddSeen(plane, y, Width, padding);
                }

                new Span<float>(At(plane, y, 0), Width).CopyTo(picture.Slice(((plane * Height) + y) * Width, Width));
            }
        }
    }

    private float Seen(int plane, int y, int x, PaddingMode padding)
    {
        int row = Border.Seen(y, Height, padding), column = Border.Seen(x, Width, padding);
        return row < 0 || column < 0 ? 0 : *At(plane, row, column);
    }

    private void AddSeen(int plane, int y, int x, PaddingMode padding) =>
        *At(plane, Border.Seen(y, Height, padding), Border.Seen(x, Width, padding)) += *At(plane, y, x);
}
