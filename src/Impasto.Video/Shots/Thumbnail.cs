using Impasto.Imaging;

namespace Impasto.Video.Shots;

/// <summary>A small copy of a frame in hue, chroma and value: noise is averaged out, and comparing is quick.</summary>
internal sealed class Thumbnail
{
    private const int Longest = 64;
    private const float White = 255;

    // Levels of 255; noise of 2 levels becomes less than 0.5 in a thumbnail of a frame of 256 pixels.
    private const float StillChange = 1.5f;

    private readonly float[] _hue, _chroma, _value;

    public Thumbnail(Picture frame)
    {
        double scale = Math.Min(1, (double)Longest / frame.Size.Longer);
        int width = Math.Max(1, (int)(scale * frame.Width)), height = Math.Max(1, (int)(scale * frame.Height));
        (_hue, _chroma, _value) = (new float[width * height], new float[width * height], new float[width * height]);
        for (int k = 0; k < _hue.Length; k++)
        {
            (int x, int y) = (k % width, k / width);
            PixelBox box = new(
                x * frame.Width / width,
                y * frame.Height / height,
                (x + 1) * frame.Width / width,
                (y + 1) * frame.Height / height);
            (_hue[k], _chroma[k], _value[k]) = Hcv(Mean(frame, 0, box), Mean(frame, 1, box), Mean(frame, 2, box));
        }
    }

    /// <summary>Mean of the changes of hue, chroma and value over the picture, in levels of 255.</summary>
    /// <remarks>
    /// v = (mean |dH| + mean |dC| + mean |dV|) / 3, each on a scale of 255. Source: PySceneDetect's content detector.
    /// Differs from it: chroma, the largest colour less the smallest one, takes the place of saturation, and hue, which
    /// is a circle, counts by the smaller chroma: hue and saturation of dark and grey pixels are noise.
    /// </remarks>
    public double Change(Thumbnail other)
    {
        double sum = 0;
        for (int k = 0; k < _hue.Length; k++)
        {
            float turn = Math.Abs(_hue[k] - other._hue[k]);
            float hue = Math.Min(turn, 1 - turn) * 2 * Math.Min(_chroma[k], other._chroma[k]);
            sum += hue + Math.Abs(_chroma[k] - other._chroma[k]) + Math.Abs(_value[k] - other._value[k]);
        }

        return White * sum / (3 * _hue.Length);
    }

    /// <summary>Share of the picture whose brightness is the same as in another one.</summary>
    public double StillShare(Thumbnail other)
    {
        int still = 0;
        for (int k = 0; k < _value.Length; k++)
            still += White * Math.Abs(_value[k] - other._value[k]) < StillChange ? 1 : 0;
        return (double)still / _value.Length;
    }

    private static float Mean(Picture frame, int channel, PixelBox box)
    {
        float sum = 0;
        int plane = channel * frame.Width * frame.Height;
        for (int y = box.Top; y < box.Bottom; y++)
        {
            foreach (float value in frame.Pixels.AsSpan(plane + (y * frame.Width) + box.Left, box.Right - box.Left))
                sum += value;
        }

        return sum / ((box.Right - box.Left) * (box.Bottom - box.Top));
    }

    // All from 0 to 1.
    private static (float Hue, float Chroma, float Value) Hcv(float red, float green, float blue)
    {
        float most = Math.Max(red, Math.Max(green, blue)), range = most - Math.Min(red, Math.Min(green, blue));
        if (range <= 0 || most <= 0)
            return (0, 0, Math.Max(0, most));
        float sixth = most == red ? (green - blue) / range
            : most == green ? 2 + ((blue - red) / range)
            : 4 + ((red - green) / range);
        return ((sixth < 0 ? sixth + 6 : sixth) / 6, range, most);
    }

    private readonly record struct PixelBox(int Left, int Top, int Right, int Bottom);
}
