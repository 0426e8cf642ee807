using Impasto.Storage;

namespace Impasto.Numerics;

/// <summary><see cref="VectorMath"/> for buffers, piece by piece in a fixed order.</summary>
internal static class BufferMath
{
    public static double Dot(PixelBuffer left, PixelBuffer right)
    {
        double sum = 0;
        for (long at = 0; at < left.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece a = left.OpenFrom(at, PieceUse.Read), b = right.OpenFrom(at, PieceUse.Read);
            sum += VectorMath.Dot(a.Values, b.Values);
        }

        return sum;
    }

    public static double SumOfMagnitudes(PixelBuffer values)
    {
        double sum = 0;
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = values.OpenFrom(at, PieceUse.Read);
            sum += VectorMath.SumOfMagnitudes(piece.Values);
        }

        return sum;
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(PixelBuffer target, PixelBuffer source, double factor)
    {
        for (long at = 0; at < target.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece to = target.OpenFrom(at, PieceUse.Change), from = source.OpenFrom(at, PieceUse.Read);
            VectorMath.AddScaled(to.Values, from.Values, factor);
        }
    }

    /// <summary>target = factor * source; both may be the same.</summary>
    public static void Scale(PixelBuffer source, double factor, PixelBuffer target)
    {
        for (long at = 0; at < target.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece from = source.OpenFrom(at, PieceUse.Read), to = target.OpenFrom(at, PieceUse.Write);
            VectorMath.Scale(from.Values, factor, to.Values);
        }
    }

    public static void Copy(PixelBuffer source, PixelBuffer target)
    {
        for (long at = 0; at < target.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece from = source.OpenFrom(at, PieceUse.Read);
            target.Write(at, from.Values);
        }
    }

    public static void Clear(PixelBuffer target)
    {
        for (long at = 0; at < target.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = target.OpenFrom(at, PieceUse.Write);
            piece.Values.Clear();
        }
    }

    public static bool AllFinite(PixelBuffer values)
    {
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = values.OpenFrom(at, PieceUse.Read);
            if (!VectorMath.AllFinite(piece.Values))
                return false;
        }

        return true;
    }
}
