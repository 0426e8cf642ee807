using Impasto.Imaging;

namespace Impasto.Options;

/// <summary>Brings photographs into the shape of a result whose width and height are given.</summary>
internal static class Framing
{
    /// <summary>A photograph in the shape of the result.</summary>
    public static Picture Frame(Picture content, SizingOptions sizing)
    {
        if (sizing.Size?.Box is not { } box || sizing.Framing == FramingMode.Fit)
            return content;
        if (sizing.Framing == FramingMode.Crop)
            return Crop(content, box);
        PictureSize inside = Pyramid.Final(sizing, content.Size);
        return content.Size == box ? content : Pad(Resampler.Resize(content, inside.Width, inside.Height), sizing);
    }

    /// <summary>The part in the middle that has the shape of a box.</summary>
    private static PictureArea Middle(PictureSize size, PictureSize box)
    {
        int width = Rounded(size.Height, box.Width, box.Height), height = Rounded(size.Width, box.Height, box.Width);
        // A picture that was cut before differs from the shape by rounding.
        if (width == size.Width || height == size.Height)
            return new PictureArea(0, 0, size.Width, size.Height);
        return width < size.Width
            ? new PictureArea((size.Width - width) / 2, 0, width, size.Height)
            : new PictureArea(0, (size.Height - height) / 2, size.Width, height);
    }

    /// <summary>The result with what is added around it.</summary>
    /// <param name="picture">The result as it was painted.</param>
    /// <param name="sizing">Its recipe.</param>
    public static Picture Pad(Picture picture, SizingOptions sizing)
    {
        if (sizing.Framing != FramingMode.Pad || sizing.Size?.Box is not { } box || picture.Size == box)
            return picture;
        int left = (box.Width - picture.Width) / 2, top = (box.Height - picture.Height) / 2;
        float[] pixels = Place(picture.Pixels, 3, 1);
        float[]? alpha = picture.Alpha is { } inside ? Place(inside, 1, 0) : null;
        return new Picture(box.Width, box.Height, pixels, alpha) { Origin = picture.Origin };

        float[] Place(ReadOnlySpan<float> inner, int planes, float around)
        {
            float[] outer = new float[planes * box.Pixels];
            outer.AsSpan().Fill(around);
            for (int line = 0; line < planes * picture.Height; line++)
            {
                (int plane, int row) = Math.DivRem(line, picture.Height);
                int at = (((plane * box.Height) + top + row) * box.Width) + left;
                inner.Slice(line * picture.Width, picture.Width).CopyTo(outer.AsSpan(at));
            }

            return outer;
        }
    }

    /// <summary>The middle of a picture, in the shape of a box.</summary>
    public static Picture Crop(Picture picture, PictureSize box)
    {
        PictureArea area = Middle(picture.Size, box);
        if (area.Width == picture.Width && area.Height == picture.Height)
            return picture;
        Picture cut = picture.Crop(area.X, area.Y, area.Width, area.Height);
        return new Picture(cut.Width, cut.Height, cut.Pixels, cut.Alpha) { Origin = picture.Origin };
    }

    /// <summary>The middle of a mask, in the shape of a box.</summary>
    public static Mask Crop(Mask mask, PictureSize box)
    {
        PictureArea area = Middle(new PictureSize(mask.Width, mask.Height), box);
        if (area.Width == mask.Width && area.Height == mask.Height)
            return mask;
        float[] values = area.Cut(mask.Values, new PictureSize(mask.Width, mask.Height));
        return new Mask(area.Width, area.Height, values);
    }

    private static int Rounded(int side, int wanted, int other) =>
        (int)Math.Max(1, Math.Round((double)side * wanted / other));
}
