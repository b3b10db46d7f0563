/*
 * image_webp.c - WebP by libwebp, the only file that includes it: the picture,
 * or the first one of an animation.
 *
 * Process: renderer.  Distrusts: every byte.
 */
#include "paint/image_formats.h"

#include <webp/decode.h>
#include <webp/demux.h>

/* The first picture of an animation, on the canvas it is a part of. */
static bool
decode_first(struct image *i, struct span file)
{
    WebPData data = {file.data, file.size};
    WebPDemuxer *demuxer = WebPDemux(&data);
    WebPIterator frame;
    bool ok = false;

    if (demuxer == NULL)
        return false;
    if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
        ok = frame.x_offset >= 0 && frame.y_offset >= 0 &&
             frame.x_offset + frame.width <= i->width &&
             frame.y_offset + frame.height <= i->height &&
             WebPDecodeBGRAInto(
                 frame.fragment.bytes, frame.fragment.size,
                 (uint8_t *)(i->pixels +
                             (size_t)frame.y_offset * (size_t)i->width +
                             frame.x_offset),
                 ((size_t)i->width * (size_t)(i->height - frame.y_offset) -
                  (size_t)frame.x_offset) *
                     4,
                 i->width * 4) != NULL;
        WebPDemuxReleaseIterator(&frame);
    }
    WebPDemuxDelete(demuxer);
    return ok;
}

bool
image_webp_decode(struct image *i, struct span file, const char **why)
{
    WebPBitstreamFeatures what;

    *why = "the WebP file is broken";
    if (WebPGetFeatures(file.data, file.size, &what) != VP8_STATUS_OK ||
        what.width <= 0 || what.height <= 0 ||
        !image_take(i, (uint32_t)what.width, (uint32_t)what.height, why))
        return false;
    if (what.has_animation)
        return decode_first(i, file);
    return WebPDecodeBGRAInto(file.data, file.size, (uint8_t *)i->pixels,
                              (size_t)i->width * (size_t)i->height * 4,
                              i->width * 4) != NULL;
}
