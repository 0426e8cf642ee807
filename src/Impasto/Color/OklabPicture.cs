using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>The pixels of a picture in <see cref="Oklab"/>, to be measured and changed.</summary>
internal sealed class OklabPicture
{
    private OklabPicture(float[] planes) => Planes = planes;

    /// <summary>The planes L, a and b after each other.</summary>
    public float[] Planes { get; }

    /// <summary>Number of pixels.</summary>
    public int Count => Planes.Length / 3;

    /// <summary>L of every pixel.</summary>
    public Span<float> Lightness => Planes.AsSpan(0, Count);

    /// <summary>a of every pixel.</summary>
    public Span<float> A => Planes.AsSpan(Count, Count);

    /// <summary>b of every pixel.</summary>
    public Span<float> B => Planes.AsSpan(2 * Count, Count);

    /// <summary>Converts a picture; it is not changed.</summary>
    public static OklabPicture Of(Picture picture)
    {
        float[] planes = new float[picture.Pixels.Length];
        int count = planes.Length / 3;
        for (int i = 0; i < count; i++)
        {
            (double lightness, double a, double b) = Pixel(picture, i);
            planes[i] = (float)lightness;
            planes[count + i] = (float)a;
            planes[(2 * count) + i] = (float)b;
        }

        return new OklabPicture(planes);
    }

    /// <summary>One pixel of a picture.</summary>
    public static Oklab Pixel(Picture picture, int i)
    {
        float[] pixels = picture.Pixels;
        int count = pixels.Length / 3;
        return Oklab.Of(pixels[i], pixels[count + i], pixels[(2 * count) + i]);
    }

    /// <summary>L of every pixel of a picture.</summary>
    public static float[] LightnessOf(Picture picture)
    {
        float[] lightness = new float[picture.Pixels.Length / 3];
        for (int i = 0; i < lightness.Length; i++)
            lightness[i] = (float)Pixel(picture, i).Lightness;
        return lightness;
    }

    /// <summary>The picture as sRGB has it, with the size and the alpha of another one.</summary>
    public Picture ToPicture(Picture like)
    {
        float[] pixels = new float[Planes.Length];
        for (int i = 0; i < Count; i++)
            Write(new Oklab(Planes[i], Planes[Count + i], Planes[(2 * Count) + i]), pixels, i);
        return new Picture(like.Width, like.Height, pixels, like.Alpha);
    }

    /// <summary>Writes a colour into red, green and blue planes.</summary>
    public static void Write(Oklab color, float[] pixels, int i)
    {
        int count = pixels.Length / 3;
        (double red, double green, double blue) = color.ToRgb();
        pixels[i] = (float)red;
        pixels[count + i] = (float)green;
        pixels[(2 * count) + i] = (float)blue;
    }
}
