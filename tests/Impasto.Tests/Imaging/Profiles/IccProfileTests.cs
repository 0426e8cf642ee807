using Impasto.Imaging.Profiles;
using NetVips;

namespace Impasto.Tests.Imaging.Profiles;

public sealed class IccProfileTests
{
    [Fact]
    public void Name_version_2_is_the_description() =>
        Assert.Equal("Wide", IccProfile.Name(IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2)));

    [Fact]
    public void Name_version_4_is_the_description() =>
        Assert.Contains("sRGB", IccProfile.Name(Image.ProfileLoad("srgb")), StringComparison.Ordinal);

    [Fact]
    public void Name_cut_off_anywhere_never_throws()
    {
        foreach (byte[] whole in new[] { IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2), Image.ProfileLoad("srgb") })
        {
            for (int length = 0; length < whole.Length; length++)
                Assert.NotNull(IccProfile.Name(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Name_lengths_out_of_range_give_no_name()
    {
        byte[] profile = IccBuilder.Rgb("Wide", IccBuilder.AdobeRgb, 2.2);
        profile.AsSpan(136, 8).Fill(0xFF); // Offset and length of the first tag, the description.

        Assert.Equal("", IccProfile.Name(profile));
    }
}
