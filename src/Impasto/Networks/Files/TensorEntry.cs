namespace Impasto.Networks.Files;

/// <summary>One tensor of a weight file; its values stay in the file until they are asked for.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">Number format.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Strides">Distance between neighbours along each axis, in elements.</param>
/// <param name="Open">Opens the file at the tensor's first value.</param>
internal sealed record TensorEntry(string Name, TensorType Type, long[] Shape, long[] Strides, Func<Stream> Open)
{
    // conv5_4 of VGG has 2.4 million weights, its classifier 103 million; nothing here needs more.
    private const long MostElements = 1L << 28;

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
        byte[] bytes = new byte[extent * SizeOf(Type)];
        using (Stream stream = Open())
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new ImpastoException($"it ends inside the tensor {Name}");
        }

        float[] stored = Convert(bytes);
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

    private float[] Convert(byte[] bytes)
    {
        int size = SizeOf(Type);
        float[] values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.AsSpan(i * size, size);
            values[i] = Type switch
            {
                TensorType.Float16 => (float)BitConverter.ToHalf(at),
                TensorType.BFloat16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(at) << 16),
                TensorType.Float32 => BitConverter.ToSingle(at),
                _ => (float)BitConverter.ToDouble(at),
            };
        }

        return values;
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
