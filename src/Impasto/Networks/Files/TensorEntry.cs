namespace Impasto.Networks.Files;

/// <summary>
/// One tensor of a weight file. Its values stay in the file until <see cref="TensorFile.Read(string)"/> asks for them.
/// </summary>
public sealed class TensorEntry
{
    // conv5_4 of VGG has 2.4 million weights, its classifier 103 million; nothing here needs more.
    private const long MostElements = 1L << 28;

    // A view may have gaps, but what lies in them is read too.
    private const int LargestSpread = 16;

    private const int PieceBytes = 1 << 16;

    private readonly long[] _strides;
    private readonly long _start;
    private readonly Func<Stream> _open;

    /// <summary>Describes a tensor of an open file.</summary>
    /// <param name="name">The key.</param>
    /// <param name="type">Number format.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="strides">Distance between neighbours along each axis, in elements.</param>
    /// <param name="start">Position of the first value in the file, in bytes.</param>
    /// <param name="open">Opens the file.</param>
    internal TensorEntry(string name, TensorType type, long[] shape, long[] strides, long start, Func<Stream> open)
    {
        Name = name;
        Type = type;
        Shape = shape;
        _strides = strides;
        _start = start;
        _open = open;
    }

    /// <summary>The tensor's key in the file.</summary>
    public string Name { get; }

    /// <summary>Number format in the file; values are read as float32 from any of them.</summary>
    internal TensorType Type { get; }

    /// <summary>Lengths of its axes; none for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many values there are.</summary>
    public long Count => CountOf(Shape, Name);

    /// <summary>The number of values of a shape.</summary>
    /// <exception cref="ImpastoException">More values than any weight file needs, or a negative length.</exception>
    internal static long CountOf(IReadOnlyList<long> shape, string name)
    {
        long count = 1;
        foreach (long length in shape)
        {
            if (length < 0 || length > MostElements || (count *= length) > MostElements)
                throw new WeightsException($"the tensor {name} has an absurd shape ({string.Join(" x ", shape)})");
        }

        return count;
    }

    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.Float16 or TensorType.BFloat16 => 2,
        TensorType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Distance between neighbours along each axis, in elements.</summary>
    internal IReadOnlyList<long> Strides => _strides;

    /// <summary>Strides of a tensor without gaps.</summary>
    internal static long[] Contiguous(IReadOnlyList<long> shape)
    {
        long[] strides = new long[shape.Count];
        long stride = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    /// <summary>Reads the values as float32 in order of their indices.</summary>
    /// <exception cref="ImpastoException">
    /// Its numbers are not floating-point, or the file ends inside it; the message does not name the file.
    /// </exception>
    internal float[] Read()
    {
        if (Type == TensorType.Other)
            throw new WeightsException($"the tensor {Name} is not of a floating-point type");
        long count = Count, extent = Extent(Shape, _strides);
        if (extent / LargestSpread > count)
            throw new WeightsException($"the {count} values of the tensor {Name} are spread over {extent}");
        float[] stored = new float[extent];
        using (Stream stream = _open())
        {
            stream.Position = _start;
            Fill(stored, stream);
        }

        return _strides.AsSpan().SequenceEqual(Contiguous(Shape)) ? stored : Gather(stored, count);
    }

    /// <summary>Elements from the first to the last, gaps included.</summary>
    internal static long Extent(IReadOnlyList<long> shape, long[] strides)
    {
        Int128 extent = 1;
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis] == 0)
                return 0;
            extent += (Int128)(shape[axis] - 1) * strides[axis];
        }

        return extent > long.MaxValue ? long.MaxValue : (long)extent;
    }

    // Piece by piece, so that a tensor costs its float32 values and no more.
    private void Fill(Span<float> values, Stream stream)
    {
        int size = SizeOf(Type);
        byte[] piece = new byte[Math.Min((long)values.Length * size, PieceBytes)];
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, PieceBytes / size);
            Span<byte> bytes = piece.AsSpan(0, count * size);
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new WeightsException($"it ends inside the tensor {Name}");
            Convert(bytes, values[..count]);
            values = values[count..];
        }
    }

    private void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = SizeOf(Type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(i * size, size);
            values[i] = Type switch
            {
                TensorType.Float16 => (float)BitConverter.ToHalf(at),
                TensorType.BFloat16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(at) << 16),
                TensorType.Float32 => BitConverter.ToSingle(at),
                _ => (float)BitConverter.ToDouble(at),
            };
        }
    }

    private float[] Gather(float[] stored, long count)
    {
        float[] values = new float[count];
        long[] index = new long[Shape.Count];
        for (long i = 0; i < count; i++)
        {
            long at = 0;
            for (int axis = 0; axis < index.Length; axis++)
                at += index[axis] * _strides[axis];
            values[i] = stored[at];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--)
                index[axis] = 0;
        }

        return values;
    }
}
