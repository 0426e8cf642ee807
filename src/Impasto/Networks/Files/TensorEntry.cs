namespace Impasto.Networks.Files;

/// <summary>One tensor of a weight file; its values stay in the file until they are asked for.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">Number format.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Strides">Distance between neighbours along each axis, in elements.</param>
/// <param name="Start">Where in the file the first value lies.</param>
/// <param name="Open">Opens the file.</param>
internal sealed record TensorEntry(string Name, TensorType Type, long[] Shape, long[] Strides, long Start, Func<Stream> Open)
{
    // conv5_4 of VGG has 2.4 million weights, its classifier 103 million; nothing here needs more.
    private const long MostElements = 1L << 28;

    // A view may have gaps, but what lies in them is read too.
    private const int LargestSpread = 16;

    private const int PieceBytes = 1 << 16;

    /// <summary>How many values there are.</summary>
    /// <exception cref="ImpastoException">More than any weight file needs, or a negative length.</exception>
    public long Count => CountOf(Shape, Name);

    public static long CountOf(long[] shape, string name)
    {
        long count = 1;
        foreach (long length in shape)
        {
            if (length < 0 || length > MostElements || (count *= length) > MostElements)
                throw new ImpastoException($"the tensor {name} has an absurd shape ({string.Join(" x ", shape)})");
        }

        return count;
    }

    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Float16 or TensorType.BFloat16 => 2,
        TensorType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Strides of a tensor without gaps.</summary>
    public static long[] Contiguous(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    /// <summary>Reads the values as float32 in order of their indices.</summary>
    /// <exception cref="ImpastoException">It is no floating-point tensor, or the file ends before it does.</exception>
    public float[] Read()
    {
        if (Type == TensorType.Other)
            throw new ImpastoException($"the tensor {Name} is not of a floating-point type");
        long count = Count, extent = Extent(Shape, Strides);
        if (extent / LargestSpread > count)
            throw new ImpastoException($"the {count} values of the tensor {Name} are spread over {extent}");
        float[] stored = new float[extent];
        using (Stream stream = Open())
        {
            stream.Position = Start;
            Fill(stored, stream);
        }

        return Strides.AsSpan().SequenceEqual(Contiguous(Shape)) ? stored : Gather(stored, count);
    }

    /// <summary>Elements from the first to the last, gaps included.</summary>
    public static long Extent(long[] shape, long[] strides)
    {
        Int128 extent = 1;
        for (int axis = 0; axis < shape.Length; axis++)
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
                throw new ImpastoException($"it ends inside the tensor {Name}");
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
        long[] index = new long[Shape.Length];
        for (long i = 0; i < count; i++)
        {
            long at = 0;
            for (int axis = 0; axis < index.Length; axis++)
                at += index[axis] * Strides[axis];
            values[i] = stored[at];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--)
                index[axis] = 0;
        }

        return values;
    }
}
